// A host for cards that looks like Teams: draws them with Microsoft's own renderer, and says what that has against them.
// Loaded into a page after adaptivecards.js and markdown-it.js.
"use strict";

const PALETTES = {
  light: { ground: "#ffffff", ink: "#242424", subtle: "#616161", accent: "#444791", good: "#0e700e", warning: "#835b00", attention: "#b10e1c", emphasis: "#f5f5f5", line: "#e1e1e1", red: "#fdf3f4" },
  dark: { ground: "#292929", ink: "#ffffff", subtle: "#adadad", accent: "#9ea2ff", good: "#92c353", warning: "#f8d22a", attention: "#f58c95", emphasis: "#1f1f1f", line: "#525252", red: "#3b1519" },
  contrast: { ground: "#000000", ink: "#ffffff", subtle: "#ffffff", accent: "#ffff00", good: "#3ff23f", warning: "#ffff00", attention: "#ffff00", emphasis: "#000000", line: "#ffffff", red: "#000000" },
};

function hostConfig(palette) {
  const colour = (ink) => ({ default: ink, subtle: ink });
  const foregroundColors = {
    default: { default: palette.ink, subtle: palette.subtle },
    dark: { default: palette.ink, subtle: palette.subtle },
    light: { default: palette.ink, subtle: palette.subtle },
    ...Object.fromEntries(["accent", "good", "warning", "attention"].map((name) => [name, colour(palette[name])])),
  };
  const style = (backgroundColor) => ({ backgroundColor, foregroundColors, borderColor: palette.line });
  return new AdaptiveCards.HostConfig({
    spacing: { small: 6, default: 8, medium: 14, large: 20, extraLarge: 28, padding: 16 },
    separator: { lineThickness: 1, lineColor: palette.line },
    fontFamily: '"Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif',
    fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 300, default: 400, bolder: 600 },
    containerStyles: { default: style(palette.ground), emphasis: style(palette.emphasis), attention: style(palette.red), good: style(palette.emphasis), accent: style(palette.emphasis), warning: style(palette.emphasis) },
    actions: { maxActions: 6, spacing: "default", buttonSpacing: 8, actionsOrientation: "horizontal", actionAlignment: "left", showCard: { actionMode: "inline", inlineTopMargin: 8, style: "emphasis" } },
    inputs: { label: { inputSpacing: "small", requiredInputs: { weight: "default", suffix: " *" }, optionalInputs: { weight: "default" } }, errorMessage: { spacing: "small" } },
    adaptiveCard: { allowCustomStyle: false },
    textBlock: { headingLevel: 3 },
    table: { cellSpacing: 8 },
  });
}

AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = markdownit().render(text);
  result.didProcess = true;
};

/** The card as an element, with what the renderer objects to; `act` is told of every action that is pressed. */
function drawCard(payload, scheme = "light", act = () => {}) {
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = hostConfig(PALETTES[scheme]);
  card.onExecuteAction = act;
  const context = new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_5);
  // Its pattern is global and so remembers where it ended: of two cards, the language of the second would be wrong.
  AdaptiveCards.AdaptiveCard.langProperty.regEx.lastIndex = 0;
  card.parse(payload, context);
  const faults = [];
  for (let at = 0; at < context.eventCount; at++) faults.push(context.getEventAt(at).message);
  // What is asked for while somebody types is of 1.6, and Teams takes it in cards of any version.
  const own = faults.filter((fault) => !/"choices\.data"/.test(fault));
  faults.splice(0, faults.length, ...own);
  for (const { message } of card.validateProperties().validationEvents) faults.push(message);
  const node = card.render();
  return { card, node, faults };
}

/** What the renderer objects to in each of the cards, and what is odd about how they stand in `width` pixels. */
function judge(payloads, width) {
  document.body.innerHTML = "";
  return payloads.map((payload) => {
    const { node, faults } = drawCard(payload);
    if (!node) return [...faults, "nothing is drawn"];
    const frame = document.createElement("div");
    frame.className = "card";
    frame.style.width = `${width}px`;
    frame.append(node);
    document.body.append(frame);
    const odd = [];
    if (node.scrollWidth > node.clientWidth) odd.push(`wider than it may be by ${node.scrollWidth - node.clientWidth}`);
    if (node.querySelector("a, img, script, iframe, strong, em, code, ul, ol, blockquote")) odd.push("markup is read");
    for (const input of node.querySelectorAll("input, textarea, select")) {
      const labels = (input.closest("[aria-labelledby]")?.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean);
      if (!labels.length || !labels.every((id) => document.getElementById(id)?.innerText.trim())) odd.push("an input without a label");
    }
    for (const button of node.querySelectorAll("button")) if (!button.innerText.trim()) odd.push("a button without words");
    frame.remove();
    return [...faults, ...odd];
  });
}

const make = (name, className, text) => Object.assign(document.createElement(name), { className, textContent: text ?? "" });

function drawWords({ text, textFormat, entities, channelData }) {
  const node = make("div", "words");
  const isAnswer = (entities ?? []).some((entity) => entity.additionalType?.includes("AIGeneratedContent"));
  if (isAnswer) node.append(make("span", "label", "AI-generated"));
  const words = make("div", "plain", textFormat === "markdown" ? "" : text);
  if (textFormat === "markdown") {
    words.className = "";
    words.innerHTML = markdownit({ html: true }).render(text);
    const cited = new Set((entities ?? []).flatMap((entity) => entity.citation ?? []).map((claim) => claim.position));
    words.innerHTML = words.innerHTML.replace(/\[(\d+)\]/g, (all, number) => (cited.has(Number(number)) ? `<sup>${number}</sup>` : all));
  }
  node.append(words);
  if (channelData?.feedbackLoop) node.append(make("div", "thumbs", "👍  👎"));
  return node;
}

function drawThing(thing, scheme) {
  const row = make("div", `thing ${thing.kind}`);
  if (thing.kind === "dialog") {
    const box = make("div", "dialog");
    box.append(make("header", "", thing.task.title), drawCard(thing.task.card.content, scheme).node);
    row.append(box);
    return row;
  }
  row.append(make("div", "who", thing.who));
  if (thing.kind === "said") row.append(make("div", "words plain", thing.text));
  else if (thing.message.file) row.append(make("div", "words plain", `📄 ${thing.message.file.name}`));
  else if (thing.message.text) row.append(drawWords(thing.message));
  for (const { content } of thing.message?.attachments ?? []) {
    const frame = make("div", "card");
    frame.append(drawCard(content, scheme).node);
    row.append(frame);
  }
  const suggested = thing.message?.suggestedActions?.actions ?? [];
  if (suggested.length) row.append(...suggested.map(({ title }) => make("span", "suggested", title)));
  return row;
}

/** What went back and forth, one below the other, as somebody sees it. */
function drawScene(things, scheme, width) {
  document.body.className = `scene ${scheme}`;
  document.body.style.width = `${width}px`;
  document.body.replaceChildren(...things.map((thing) => drawThing(thing, scheme)));
  plainSigns(document.body);
}

// There is no font for pictures everywhere.
const SIGNS = { "✅": "✓", "⚠️": "⚠", "📄": "≡", "👍": "▲", "👎": "▼" };

function plainSigns(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) walker.currentNode.data = walker.currentNode.data.replace(/✅|⚠️|📄|👍|👎/gu, (sign) => SIGNS[sign]);
}

// A host that opens dialogs, as Teams does: `deliver(name, value)` sends an invoke to the bot and gives its answer.
let shownDialog = null;

async function pressed(action) {
  const data = action.data ?? {};
  if (action.getJsonTypeName() === "Action.Execute") return void (await deliver("adaptiveCard/action", { action: { type: "Action.Execute", verb: action.verb, data } }));
  if (data.msteams?.type === "task/fetch") return followTask(await deliver("task/fetch", { data, context: { theme: "default" } }));
  if (shownDialog) return followTask(await deliver("task/submit", { data, context: { theme: "default" } }));
}

function followTask(answer) {
  shownDialog?.remove();
  shownDialog = null;
  const task = answer?.task;
  if (!task) return;
  shownDialog = make("dialog", "dialog", "");
  shownDialog.setAttribute("aria-label", task.type === "continue" ? task.value.title : "");
  if (task.type === "message") shownDialog.append(make("p", "", task.value));
  else shownDialog.append(make("header", "", task.value.title), drawCard(task.value.card.content, "light", pressed).node);
  document.body.append(shownDialog);
  shownDialog.showModal();
}

/** The cards that stand in the chat, which can be pressed. */
function openChat(cards) {
  document.body.replaceChildren(
    ...cards.map((content) => {
      const frame = make("div", "card");
      frame.append(drawCard(content, "light", pressed).node);
      return frame;
    }),
  );
}
