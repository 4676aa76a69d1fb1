import type { Figure } from "../analysis/index.ts";

/** A figure with the limits of its interval. */
export interface Estimate {
  readonly value: Figure;
  readonly low: Figure;
  readonly high: Figure;
}

export const isDefined = (value: Figure): value is number =>
  value !== null && Number.isFinite(value);

/** With a true minus sign, never "-0.000"; "–" where undefined. */
export function formatNumber(value: Figure, digits: number): string {
  if (value === null || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const text = group(Math.abs(value).toFixed(digits));
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

/** "0.912 [0.880, 0.941]"; the value alone where there is no interval, or it is a point. */
export function formatEstimate({ value, low, high }: Estimate, digits: number): string {
  const text = formatNumber(value, digits);
  const isPoint = (low === null && high === null) || (low === value && high === value);
  if (!isDefined(value) || isPoint) return text;
  return `${text} [${formatNumber(low, digits)}, ${formatNumber(high, digits)}]`;
}

/** "0.031", "< 0.001". */
export const formatP = (p: Figure): string =>
  isDefined(p) && p < 0.001 ? "< 0.001" : formatNumber(p, 3);

/** "83.3 %". */
export const formatPercent = (share: Figure, digits = 1): string =>
  isDefined(share) ? `${formatNumber(100 * share, digits)} %` : "–";

/** Five digits and more before the point in groups of three, with thin spaces that do not break. */
const group = (text: string): string =>
  /^\d{5}/.test(text) ? text.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, "\u202f") : text;
