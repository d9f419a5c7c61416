// The drawings on buttons, one path each on a grid of 20.

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  close: "M5 5l10 10M15 5L5 15",
  menu: "M3 5.5h14M3 10h14M3 14.5h14",
  send: "M3.5 3.8l13.5 6.2-13.5 6.2 1.8-6.2zM5.3 10H11",
  copy: "M7.5 7.5v-4h9v9h-4M3.5 7.5h9v9h-9z",
  check: "M4 10.5l4 4 8-9",
  chevron: "M5.5 8l4.5 4.5L14.5 8",
  back: "M12 4.5L6.5 10l5.5 5.5",
  reply: "M10 16.5c4 0 7-2.7 7-6.2S14 4 10 4s-7 2.8-7 6.3c0 1.5.6 2.9 1.6 4L4 17.2l3.4-1.1c.8.3 1.7.4 2.6.4z",
  bolt: "M11.2 2.8L4 11.5h5l-.8 5.8L16 8.5h-5.2z",
  sun: "M10 6.5a3.5 3.5 0 100 7 3.5 3.5 0 000-7zM10 2v1.6M10 16.4V18M2 10h1.6M16.4 10H18M4.3 4.3l1.2 1.2M14.5 14.5l1.2 1.2M15.7 4.3l-1.2 1.2M5.5 14.5l-1.2 1.2",
  moon: "M16.5 12A7 7 0 018 3.5a7 7 0 108.5 8.5z",
  eye: "M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5zM10 7.8a2.2 2.2 0 100 4.4 2.2 2.2 0 000-4.4z",
  up: "M6.5 9v7.5h-3V9zM6.5 9l3-6c1.2 0 2 .8 2 2v2.5h4.3c.9 0 1.5.8 1.3 1.6l-1.2 6c-.2.8-.8 1.4-1.6 1.4H6.5",
  down: "M6.5 11V3.5h-3V11zM6.5 11l3 6c1.2 0 2-.8 2-2v-2.5h4.3c.9 0 1.5-.8 1.3-1.6l-1.2-6c-.2-.8-.8-1.4-1.6-1.4H6.5",
  file: "M5 2.5h6.5L15 6v11.5H5zM11.5 2.5V6H15M7.5 10h5M7.5 13.5h5",
  paperclip: "M16 9.3l-6 6a3.7 3.7 0 01-5.3-5.3l6.2-6.2a2.5 2.5 0 013.5 3.5l-6.1 6.1a1.2 1.2 0 01-1.7-1.7l5.5-5.5",
  more: "M10 4.5v.01M10 10v.01M10 15.5v.01",
  trash: "M4 5.5h12M8 5.5V3.5h4v2M5.5 5.5l.8 11h7.4l.8-11",
  external: "M8 4.5H4v11.5h11.5V12M11 3.5h5.5V9M16 4l-7 7",
  slots: "M4 5.5h9M4 10h4M4 14.5h12",
  warn: "M10 3l7.5 13.5h-15zM10 8.5v3.5M10 14.3v.01",
};

/** An icon by its name; it is decoration, the button says in words what it does. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", "icon icon-" + name);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name] || ICONS.more);
  svg.append(path);
  return svg;
}
