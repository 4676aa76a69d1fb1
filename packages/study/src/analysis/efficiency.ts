import { planConditions, type RunRecord, runKey, type StudyRecord } from "../design/index.ts";
import type { EfficiencyMeasurement, StudyEfficiency, TimesOfRuns } from "./efficiency-types.ts";
import { spreadOf } from "./spread.ts";

/**
 * What the clock said of each condition's runs, and what was measured of its recogniser.
 *
 * @param measurements by condition; those without one keep null
 */
export function analyzeEfficiency(
  study: StudyRecord,
  runs: readonly RunRecord[],
  measurements: readonly EfficiencyMeasurement[] = [],
): StudyEfficiency {
  const { config, configHash } = study;
  const conditions = planConditions(config);
  const unknown = measurements.find(({ conditionId }) =>
    conditions.every(({ id }) => id !== conditionId),
  );
  if (unknown !== undefined) {
    throw new Error(
      `analyzeEfficiency: expected measurements of the study's conditions, got ${unknown.conditionId}`,
    );
  }
  const key = (run: RunRecord) => runKey(run.condition, run.replicate);
  const sorted = [...runs].sort((a, b) => (key(a) < key(b) ? -1 : Number(key(a) > key(b))));
  const distinct = (of: (run: RunRecord) => string) => [...new Set(sorted.map(of))].sort();
  return {
    version: 1,
    name: config.name,
    configHash,
    conditions: conditions.map(({ id }) => {
      const own = sorted.filter(({ condition }) => condition.id === id);
      return {
        id,
        fitSeconds: times(own.map(({ measured }) => measured.fitSeconds)),
        runSeconds: times(own.map(({ measured }) => measured.runSeconds)),
        fits: own.reduce((sum, { measured }) => sum + measured.fits, 0),
        measurement: measurements.find(({ conditionId }) => conditionId === id) ?? null,
      };
    }),
    backends: distinct(({ measured }) => measured.backend),
    nodes: distinct(({ measured }) => measured.node),
    versions: distinct(({ measured }) => measured.mien),
  };
}

const times = (seconds: readonly number[]): TimesOfRuns =>
  seconds.length === 0 ? { median: null, low: null, high: null, count: 0 } : spreadOf(seconds);
