/* A drawing as a PNG file: twice its size, on the page's colour, title and sentence above it. */
"use strict";

(() => {
  const SCALE = 2;
  const LEAST_WIDTH = 720;
  const MARGIN = 24;
  const LINE = 1.45;

  /** The text in lines that fit into `width`. */
  function linesOf(pen, text, width) {
    const lines = [""];
    for (const word of text.split(/\s+/)) {
      const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
      if (pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines.filter(Boolean);
  }

  /** The text above and below the drawing, as `{lines, font, size, colour}` with the places it needs. */
  function textsOf({ section, element, subtitle }, look, width) {
    const pen = document.createElement("canvas").getContext("2d");
    const text = (found, size, weight, colour) => {
      const font = `${weight} ${size}px ${look.font}`;
      pen.font = font;
      const lines = found && !found.hidden ? linesOf(pen, found.textContent.trim(), width) : [];
      return { lines, font, size, colour, height: lines.length * size * LINE };
    };
    return {
      above: [
        text(section.querySelector(".block-header h2"), 19, 650, look.strong),
        text(subtitle && { textContent: subtitle }, 15, 600, look.strong),
        text(section.querySelector(".block-header p"), 14, 400, look.ink),
      ],
      below: [text(element.querySelector(".drawing-total"), 14, 400, look.ink)],
    };
  }

  function write(pen, texts, top) {
    let y = top;
    for (const { lines, font, size, colour } of texts) {
      Object.assign(pen, { font, fillStyle: colour, textBaseline: "top" });
      for (const line of lines) {
        pen.fillText(line, MARGIN, y);
        y += size * LINE;
      }
    }
    return y;
  }

  /** A copy of the chart, on a canvas that no page shows. */
  function chartOn(canvas, config, width, height) {
    Object.assign(canvas, { width, height });
    config.options = { ...config.options, responsive: false, devicePixelRatio: SCALE };
    return new Chart(canvas, config);
  }

  /** A canvas with all of it. */
  function compose(drawing, look, config) {
    const holder = drawing.element.querySelector(".drawing-canvas");
    const [width, height] = [Math.max(holder.clientWidth, LEAST_WIDTH), holder.clientHeight];
    const texts = textsOf(drawing, look, width);
    const heights = (list) => list.reduce((sum, text) => sum + text.height, 0);
    const sheet = document.createElement("canvas");
    sheet.width = (width + 2 * MARGIN) * SCALE;
    sheet.height = Math.ceil(heights(texts.above) + heights(texts.below) + height + 4 * MARGIN) * SCALE;
    const pen = sheet.getContext("2d");
    pen.scale(SCALE, SCALE);
    pen.fillStyle = look.paper;
    pen.fillRect(0, 0, sheet.width, sheet.height);
    const top = write(pen, texts.above, MARGIN) + MARGIN;
    const canvas = document.createElement("canvas");
    const chart = chartOn(canvas, config, width, height);
    pen.drawImage(canvas, MARGIN, top, width, height);
    chart.destroy();
    write(pen, texts.below, top + height + MARGIN);
    return sheet;
  }

  function nameOf({ section, subtitle }) {
    const title = section.querySelector(".block-header h2")?.textContent ?? "";
    const plain = `${title} ${subtitle ?? ""}`.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    return plain.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "") || "picture";
  }

  function download(drawing, look, config) {
    compose(drawing, look, config).toBlob((blob) => {
      const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: `${nameOf(drawing)}.png` });
      link.click();
      URL.revokeObjectURL(link.href);
    }, "image/png");
  }

  window.AlmanacPicture = { download };
})();
