import type { Claim, ClaimVerdict, StudyAnalysis } from "../../analysis/index.ts";
import { formatClaim, formatPaper } from "../claim-figures.ts";
import { html, type Markup } from "../markup.ts";
import { accuracyWords, SYNTHETIC, verdictWords, whatWasRun } from "../summary-words.ts";
import { isSynthetic, sentence, typeset, VERDICT_WORDS } from "../words.ts";
import { paragraph, type Section } from "./section.ts";

/** What a reader learns who reads no further. */
export const summarySection = (analysis: StudyAnalysis): Section => ({
  id: "summary",
  title: "In short",
  body: [
    incomplete(analysis),
    paragraph(
      [whatWasRun(analysis), verdictWords(analysis)].filter((text) => text !== "").join(" "),
    ),
    paragraph(accuracyWords(analysis)),
    isSynthetic(analysis)
      ? html`<p class="warning"><strong>Synthetic data.</strong> ${SYNTHETIC}</p>`
      : null,
    claimsOf(analysis),
  ],
});

function incomplete({ runs }: StudyAnalysis): Markup | null {
  if (runs.isComplete && runs.failedTrials === undefined) return null;
  return runs.isComplete
    ? html`<p class="warning"><strong>Failed trials.</strong> ${runs.note}</p>`
    : html`<p class="warning"><strong>Not complete.</strong> ${runs.note}</p>`;
}

const SIGNS: Readonly<Record<ClaimVerdict, readonly [string, string]>> = {
  holds: ["✓", "yes"],
  "does not hold": ["✗", "no"],
  undecided: ["?", "open"],
};

export function verdictBadge(verdict: ClaimVerdict): Markup {
  const [sign, kind] = SIGNS[verdict];
  return html`<span class="verdict ${kind}"><span aria-hidden="true">${sign}</span> ${VERDICT_WORDS[verdict]}</span>`;
}

function claimsOf({ claims }: StudyAnalysis): Markup | null {
  if (claims.length === 0) return null;
  return html`<table class="claims">
<caption>The paper's claims, one by one. Brackets hold intervals.</caption>
<thead><tr><th scope="col">Claim</th><th scope="col">The paper's figure</th><th scope="col">This study</th><th scope="col">Verdict</th></tr></thead>
<tbody>
${claims.map((claim) => claimRow(claim))}</tbody>
</table>`;
}

/** On a phone each row becomes a card, and the cells name their columns themselves. */
const claimRow = (claim: Claim): Markup => html`<tr id="claim-${claim.id}">
<th scope="row">${typeset(claim.statement)}${claim.note === "" ? null : html`<span class="note">${sentence(claim.note)}</span>`}</th>
<td data-head="The paper’s figure">${formatPaper(claim)}</td>
<td data-head="This study">${formatClaim(claim)}</td>
<td data-head="Verdict">${verdictBadge(claim.verdict)}</td>
</tr>
`;
