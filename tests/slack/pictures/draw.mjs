// Draws what an app sent to Slack as a page of HTML: reads a list of scenes as JSON, writes a page for each.
// Each thing in a scene is {kind: "said" | "message" | "modal" | "home", who, text, blocks, view, errors, at}.
import { readFileSync } from "node:fs";
import { createElement as h } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { Message } from "slack-blocks-to-jsx";

const css = readFileSync(new URL(import.meta.resolve("slack-blocks-to-jsx/dist/style.css")), "utf8");
const own = `
  body { margin: 0; background: #fff; font-family: Lato, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; color: #1d1c1d; font-size: 15px }
  .scene { width: 680px; padding: 16px 20px }
  .narrow .scene { width: 360px }
  .thing { margin: 0 0 14px; display: flex; gap: 8px }
  .face { flex: none; width: 36px; height: 36px; border-radius: 6px; color: #fff; font-weight: 700; text-align: center; line-height: 36px }
  .body { flex: 1; min-width: 0 }
  .name { font-weight: 900; font-size: 15px } .app { font-size: 10px; background: #ddd; border-radius: 2px; padding: 1px 3px; margin-left: 4px }
  .words { line-height: 22px; white-space: pre-wrap }
  .modal { width: 520px; border: 1px solid #bbb; border-radius: 8px; box-shadow: 0 6px 20px #0003; margin: 4px 0 18px 44px }
  .narrow .modal { width: auto; margin-left: 0 }
  .modal > header { font-weight: 900; font-size: 22px; padding: 16px 24px 8px } .modal main { padding: 0 24px 8px }
  .modal footer { text-align: right; padding: 14px 24px; border-top: 1px solid #ddd }
  .modal footer span { display: inline-block; padding: 6px 14px; border: 1px solid #bbb; border-radius: 4px; font-weight: 700; margin-left: 8px }
  .modal footer .submit { background: #007a5a; color: #fff; border-color: #007a5a }
  .modal textarea { height: 36px !important; min-height: 36px !important; resize: none } .modal .long textarea { height: 90px !important }
  .optional { color: #616061; font-weight: 400 } .error { color: #e01e5a; font-size: 13px; margin: 2px 0 6px }
  .home { border: 1px solid #ddd; border-radius: 8px; padding: 8px 20px; margin-bottom: 18px; max-width: 640px }
  .slack_blocks_to_jsx__section { white-space: pre-wrap } .slack_blocks_to_jsx__section .grid { gap: 8px 16px }
  .sign { display: inline-block; width: 18px; height: 18px; border-radius: 3px; background: #616061; color: #fff; font-size: 13px; line-height: 18px; text-align: center }
  .sign.ok { background: #2eb67d } .sign.careful { background: #ecb22e }
  .to { font-weight: 400; color: #616061; font-size: 12px; margin-left: 6px }
  .hint { color: #616061; font-size: 13px }
`;
const escape = (text) => text.replace(/[&<>]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c]);
// The library takes "verbatim" for "no markup at all"; Slack only makes no links of it. There is no font for pictures everywhere.
const plainer = (blocks) => JSON.parse(JSON.stringify(blocks, (key, value) => (key === "verbatim" ? undefined : value)));
const signs = { "✅": '<b class="sign ok">✓</b>', "⚠️": '<b class="sign careful">!</b>', "📄": '<b class="sign">≡</b>' };
const signed = (html) => html.replace(/✅|⚠️|📄/gu, (sign) => signs[sign]);
const drawn = (blocks) =>
  signed(renderToStaticMarkup(h(Message, { blocks: plainer(blocks), name: "", logo: "", withoutWrapper: true, theme: "light" })));

function input(block, error) {
  const label = { ...block.label, text: block.label.text + (block.optional ? " (optional)" : "") };
  const { hint, ...rest } = block;
  const shown = drawn([{ ...rest, label }]).replace(/<div class="[^"]*"><p>↵[^<]*<\/p><\/div>|<p>↵[^<]*<\/p>/g, "");
  const long = block.element.multiline ? "long" : "";
  const below = (error ? `<div class="error">${escape(error)}</div>` : "") + (hint ? `<div class="hint">${escape(hint.text)}</div>` : "");
  return `<div class="${long}">${shown}${below}</div>`;
}

function modal(view, errors = {}) {
  const blocks = view.blocks.map((b) => (b.type === "input" ? input(b, errors[b.block_id]) : drawn([b]))).join("");
  const submit = view.submit ? `<span class="submit">${escape(view.submit.text)}</span>` : "";
  const close = view.close ? `<span>${escape(view.close.text)}</span>` : "";
  return `<div class="modal"><header>${escape(view.title.text)}</header><main>${blocks}</main><footer>${close}${submit}</footer></div>`;
}

function thing({ kind, who, to, text, blocks, view, errors }) {
  if (kind === "modal") return modal(view, errors);
  if (kind === "home") return `<div class="home">${drawn(view.blocks)}</div>`;
  const isBot = kind === "message";
  const inside = isBot && blocks?.length ? drawn(blocks) : `<div class="words">${signed(escape(text))}</div>`;
  const app = isBot ? '<span class="app">APP</span>' : "";
  const colour = isBot ? "#4a154b" : "#2d7d9a";
  return `<div class="thing"><div class="face" style="background:${colour}">${escape(who[0].toUpperCase())}</div><div class="body"><span class="name">${escape(who)}</span>${app}${to ? `<span class="to">to ${escape(to)}</span>` : ""}${inside}</div></div>`;
}

let given = "";
for await (const some of process.stdin.setEncoding("utf8")) given += some;
const scenes = JSON.parse(given);
const pages = scenes.map(({ name, things, narrow }) => ({
  name,
  html: `<!doctype html><meta charset="utf-8"><style>${css}${own}</style><body class="${narrow ? "narrow" : ""}"><div class="scene">${things.map(thing).join("")}</div></body>`,
}));
process.stdout.write(JSON.stringify(pages));
