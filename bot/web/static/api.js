// The server's few addresses. A failure is one of two: nobody answered (Unreached), or the answer was no (Declined).

export class Unreached extends Error {}

export class Declined extends Error {
  constructor(status, sentence, reference) {
    super(sentence);
    this.status = status;
    this.reference = reference;
  }
}

export async function personas() {
  return (await ask("/api/personas")).personas;
}

export async function transcript(persona) {
  return (await ask(`/api/transcript?${new URLSearchParams({ persona })}`)).exchanges;
}

/** `what` is one of {said}, {pressed}, {form, values}, {file}, {opened}; the same key again gives the same reply. */
export function turn(persona, key, what) {
  return ask("/api/turn", { key, persona, ...what });
}

/** Messages the bot wrote on its own, not yet confirmed by `seen`; waits for some unless told not to. */
export async function notices(persona, { wait, signal } = {}) {
  const query = wait === undefined ? { persona } : { persona, wait };
  return (await ask(`/api/notices?${new URLSearchParams(query)}`, undefined, signal)).notices;
}

export function seen(persona, keys) {
  return ask("/api/seen", { persona, keys });
}

async function ask(address, body, signal) {
  const init = { signal, cache: "no-store", credentials: "same-origin" };
  if (body !== undefined) Object.assign(init, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  let response;
  let answer;
  try {
    response = await fetch(address, init);
    answer = await response.json();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Unreached(String(error));
  }
  if (!response.ok) throw new Declined(response.status, answer.error ?? "", answer.reference ?? "");
  return answer;
}
