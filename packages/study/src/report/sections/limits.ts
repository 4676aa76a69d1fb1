import { LIMITS } from "../limits-words.ts";
import { html } from "../markup.ts";
import type { Section } from "./section.ts";

export const limitsSection = (): Section => ({
  id: "limits",
  title: "Limits and ethics",
  body: LIMITS.map(({ head, text }) => html`<p><strong>${head}.</strong> ${text}</p>\n`),
});
