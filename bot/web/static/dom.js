// Elements are built from text and attributes only: nothing that came over the wire is ever read as markup.

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  check: ["m5 12.5 4.5 4.5L19 7.5"],
  warn: ["M12 8.5v5", "M12 16.9v.1", "M10.6 4.3 3.2 17.2A1.6 1.6 0 0 0 4.6 19.6h14.8a1.6 1.6 0 0 0 1.4-2.4L13.4 4.3a1.6 1.6 0 0 0-2.8 0z"],
  bell: ["M6.5 16.5V11a5.5 5.5 0 0 1 11 0v5.5l1.5 2H5z", "M10 21h4"],
  file: ["M13 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V9z", "M13 3v6h6", "M12 12v5.5", "m9.5 15 2.5 2.5 2.5-2.5"],
  book: ["M5 5.5A2.5 2.5 0 0 1 7.5 3H19v15H7.5A2.5 2.5 0 0 0 5 20.5z", "M5 20.5A2.5 2.5 0 0 0 7.5 21H19", "M9 7.5h6"],
  clip: ["m19.5 11.5-7.6 7.6a4.6 4.6 0 0 1-6.5-6.5l8-8a3.1 3.1 0 0 1 4.4 4.4l-7.9 7.9a1.5 1.5 0 0 1-2.2-2.2l7.2-7.1"],
  send: ["M12 19V5.5", "m6 11.5 6-6 6 6"],
  down: ["M12 5v13.5", "m6 12.5 6 6 6-6"],
  sun: ["M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z", "M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4"],
  moon: ["M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z"],
};

/**
 * An element. `props`: `class`, `text`, `on` (listeners by event name), anything else is an attribute; attributes that are
 * null, undefined or false are left out, true is written as "". Children that are strings become text nodes.
 */
export function el(tag, props = {}, ...children) {
  return fill(document.createElement(tag), props, children);
}

export function svg(tag, props = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

export function icon(name) {
  const paths = ICONS[name].map((d) => svg("path", { d }));
  return svg("svg", { class: "glyph", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" }, ...paths);
}

/** Words for screen readers only. */
export function aside(text) {
  return el("span", { class: "aside", text });
}

let last = 0;

/** An id that no other element of the page has. */
export function freshId(prefix) {
  last += 1;
  return `${prefix}-${last}`;
}

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") node.setAttribute("class", value);
    else if (name === "text") node.textContent = value;
    else if (name === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}
