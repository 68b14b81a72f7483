// What is taken away: the chart with title and sources as one picture, saved as a file.

/** Break a text into lines; Chinese breaks between any two characters. */
function wrap(text, font, width) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = font;
  const lines = [""];
  for (const part of text.match(/[\u2e80-\uffef][，。；：、）”]?|[^\s\u2e80-\uffef]+|\s+/g) ?? []) {
    const longer = lines[lines.length - 1] + part;
    if (lines[lines.length - 1] && pen.measureText(longer).width > width) lines.push(part.trimStart());
    else lines[lines.length - 1] = longer;
  }
  return lines.filter((line) => line.trim());
}

/** Set title, subtitle, chart and sources in one picture, so that it stands by itself. */
function compose(answer) {
  const chart = parseChart(answer.svg);
  const [, , inner, tall] = chart.getAttribute("viewBox").split(" ").map(Number);
  const margin = 20;
  const family = "'Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";
  const parts = [];
  let y = margin;
  const write = (text, size, weight, colour) => {
    for (const line of wrap(text, `${weight} ${size}px ${family}`, inner)) {
      y += size * 1.35;
      const escaped = line.replace(/&/g, "&amp;").replace(/</g, "&lt;");
      parts.push(`<text x="${margin}" y="${y.toFixed(1)}" style="font: ${weight} ${size}px ${family}; fill: ${colour}">${escaped}</text>`);
    }
    y += size * 0.5;
  };
  write(answer.title, 13, 700, "#17324d");
  write(answer.subtitle, 9, 400, "#5d7183");
  chart.setAttribute("x", margin);
  chart.setAttribute("y", y);
  chart.setAttribute("width", inner);
  chart.setAttribute("height", tall);
  parts.push(new XMLSerializer().serializeToString(chart));
  y += tall;
  if (answer.missing) write(answer.missing, 8, 400, "#5d7183");
  write(answer.source_line, 8, 400, "#5d7183");
  const [width, height] = [inner + 2 * margin, Math.ceil(y + margin / 2)];
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="100%" height="100%" fill="#ffffff"/>${parts.join("")}</svg>`;
  return { text, width, height };
}

async function paint(blob, width, height) {
  const address = URL.createObjectURL(blob);
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = make("canvas", { width: width * 3, height: height * 3 });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  return new Promise((done) => { canvas.toBlob(done, "image/png"); });
}

function download(name, blob) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
