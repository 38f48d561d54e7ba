/* A bridge: from one amount to another, over what was added and taken on the way. */

const { number } = window.AlmanacNumbers;
const { fade, frame, valueScale, nameScale } = window.AlmanacChartParts;
const { widthOf, barTexts } = window.AlmanacChartLabels;

export const isEmpty = (data) => !data.parts.length;

export function config({ data }, look) {
  const steps = stepsOf(data);
  const texts = steps.map(({ value, isTotal }) => `${!isTotal && value > 0 ? "+" : ""}${number(value, data.format)}`);
  return {
    type: "bar",
    height: steps.length * 30 + (data.y_label ? 54 : 34),
    data: {
      labels: steps.map((step) => step.label),
      datasets: [
        {
          data: steps.map(({ from, to }) => [from, to]),
          backgroundColor: steps.map((step) => colourOf(step, look)),
          borderRadius: 3,
          borderSkipped: false,
          minBarLength: 2,
          barThickness: 18,
        },
      ],
    },
    plugins: [connectors(look, steps), barTexts(look, texts)],
    options: frame(look, {
      indexAxis: "y",
      interaction: { mode: "index", axis: "y", intersect: false },
      // Behind the longest bar, too, there is room for what it says.
      layout: { padding: { right: Math.max(...texts.map((text) => widthOf(look, text))) + 8 } },
      scales: {
        x: valueScale(look, data.y_label, data.format, { beginAtZero: true }),
        y: nameScale(look, steps.map((step) => String(step.label)), true),
      },
      plugins: {
        legend: { display: false },
        tooltip: {
          callbacks: {
            label: ({ dataIndex }) => texts[dataIndex],
            afterLabel: ({ dataIndex }) => reached(steps[dataIndex], data.format),
          },
        },
      },
    }),
  };
}

/** Every bar with where it begins and ends; what has no value moves nothing. */
function stepsOf({ start, parts, end }) {
  let level = start.value ?? 0;
  const steps = [{ ...start, from: 0, to: level, isTotal: true }];
  for (const part of parts) {
    const to = level + (part.value ?? 0);
    steps.push({ ...part, from: level, to });
    level = to;
  }
  return [...steps, { ...end, from: 0, to: end.value ?? level, isTotal: true, isEnd: true }];
}

function colourOf({ tone, isTotal, isEnd, value }, look) {
  if (value == null) return "transparent";
  if (look.tones[tone]) return look.tones[tone];
  if (isTotal) return isEnd ? look.palette[0] : fade(look.history, 0.65);
  return look.palette[value < 0 ? 4 : 2];
}

const reached = ({ to, isTotal }, format) =>
  isTotal ? [] : [interpolate(gettext("then %(amount)s"), { amount: number(to, format) }, true)];

/** From the end of each bar down to the next. */
const connectors = (look, steps) => ({
  id: "connectors",
  beforeDatasetsDraw(chart) {
    const { ctx: pen, scales } = chart;
    const bars = chart.getDatasetMeta(0).data;
    pen.save();
    Object.assign(pen, { strokeStyle: look.ink, lineWidth: 1 });
    bars.slice(1).forEach((bar, at) => {
      const x = Math.round(scales.x.getPixelForValue(steps[at].to)) + 0.5;
      pen.beginPath();
      pen.moveTo(x, bars[at].y);
      pen.lineTo(x, bar.y);
      pen.stroke();
    });
    pen.restore();
  },
});
