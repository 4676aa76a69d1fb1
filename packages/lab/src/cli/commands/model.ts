import { writeFile } from "node:fs/promises";
import { basename } from "node:path";
import type { RecognizerModel } from "@mien/core";
import { parameterCount } from "@mien/core/nn";
import { fetchModel, MODEL_URL } from "@mien/landmarker";
import { modelCard } from "@mien/study";
import type { Command } from "commander";
import { readModelFile } from "../../inputs/index.ts";
import { checkWritable } from "../check-out.ts";
import { lossesText } from "../scores-text.ts";

function infoText(model: RecognizerModel, bytes: number): string {
  const { recipe, network, features, calibration, provenance } = model;
  const counts = Object.entries(provenance.counts).map(([label, n]) => `${label} ${n}`);
  const gate = calibration.gate;
  return [
    `${model.parameters.length} ${recipe.cell.toUpperCase()} network${model.parameters.length > 1 ? "s" : ""}, ` +
      `${recipe.layers} x ${recipe.hiddenSize} units, ${model.parameters.length * parameterCount(network)} parameters, ${bytes} bytes`,
    `features     ${features.sets.join(" + ")}: ${network.inputSize} a frame; baseline ${features.baseline}, ` +
      `pose ${features.pose}, unit ${features.unit}, velocity ${features.velocity}, resampling ${JSON.stringify(features.resample)}`,
    `data         ${provenance.dataset}: ${provenance.recordings} recordings of ${provenance.subjects} subjects (${counts.join(", ")})`,
    `fingerprint  ${provenance.fingerprint}`,
    `calibration  ${calibration.method}, temperature ${calibration.temperature.toFixed(3)}, coverage ${calibration.conformal.coverage}, ` +
      `gate ${gate === null ? "none" : `${gate.threshold.toFixed(3)} (on ${gate.setOn})`}`,
    `made by      ${provenance.command} (seed ${provenance.seed}, mien ${provenance.version})`,
    "",
    lossesText(model.losses),
  ].join("\n");
}

function toInfo(model: RecognizerModel, bytes: number) {
  const { parameters, neutral, ...rest } = model;
  return { bytes, networks: parameters.length, neutral: neutral.topology, ...rest };
}

export function register(model: Command): void {
  model
    .command("get")
    .description("fetch the landmarker once into the cache folder; its sha256 is checked")
    .option("--url <address>", "fetch it from another address", MODEL_URL)
    .action(async ({ url }: { url: string }) => {
      const { path, fetched } = await fetchModel(url);
      console.log(fetched ? `fetched to ${path}` : `is there already: ${path}`);
    });
  model
    .command("info <file>")
    .description("what a model file holds")
    .option("--json", "print JSON")
    .action(async (file: string, { json }: { json?: true }) => {
      const { model: read, bytes } = await readModelFile(file);
      console.log(json ? JSON.stringify(toInfo(read, bytes), null, 2) : infoText(read, bytes));
    });
  model
    .command("card <file>")
    .description("a model card in Markdown, every figure from the file's own records")
    .option("--out <file>", "write it there instead of printing it")
    .action(async (file: string, { out }: { out?: string }) => {
      if (out !== undefined) checkWritable("--out", out);
      const { model: read } = await readModelFile(file);
      const card = modelCard(read, basename(file));
      if (out === undefined) process.stdout.write(card);
      else {
        await writeFile(out, card);
        console.error(`written to ${out}`);
      }
    });
}
