import { writeFile } from "node:fs/promises";
import { exportOnnx } from "@mien/core/onnx";
import { exportWeights, type WeightLayout } from "@mien/core/weights";
import { type Command, Option } from "commander";
import { readModelFile } from "../../inputs/index.ts";
import { checkWritable } from "../check-out.ts";

interface Flags {
  readonly onnx?: string;
  readonly form?: "sequence" | "step";
  readonly weights?: string;
  readonly layout?: WeightLayout;
  readonly json?: true;
}

function checkFlags({ onnx, form, weights, layout }: Flags): void {
  if (onnx === undefined && weights === undefined) {
    throw new Error("export: --onnx FILE or --weights FILE is needed");
  }
  if (form !== undefined && onnx === undefined) throw new Error("export: --form is of --onnx");
  if (layout !== undefined && weights === undefined) {
    throw new Error("export: --layout is of --weights");
  }
  if (weights !== undefined && layout === undefined) {
    throw new Error("export: --weights needs --layout pytorch or keras");
  }
}

async function run(path: string, flags: Flags): Promise<void> {
  checkFlags(flags);
  const { onnx, form = "sequence", weights, layout } = flags;
  if (onnx !== undefined) checkWritable("--onnx", onnx);
  if (weights !== undefined) checkWritable("--weights", weights);
  const { model } = await readModelFile(path);
  const written: { file: string; what: string; bytes: number }[] = [];
  const write = async (file: string, what: string, bytes: Uint8Array) => {
    await writeFile(file, bytes);
    written.push({ file, what, bytes: bytes.length });
  };
  if (onnx !== undefined) await write(onnx, `ONNX, ${form} form`, exportOnnx(model, { form }));
  if (weights !== undefined) {
    await write(weights, `weights, ${layout} layout`, exportWeights(model, layout!));
  }
  if (flags.json) console.log(JSON.stringify(written, null, 2));
  else for (const { file, what, bytes } of written) console.log(`${file}: ${what}, ${bytes} bytes`);
}

export function register(command: Command): void {
  command
    .argument("<model>", "a model that mien train made")
    .option("--onnx <file>", "write ONNX, the scaler and the calibration inside")
    .addOption(
      new Option(
        "--form <form>",
        "whole sequences, or a frame at a time (default: sequence)",
      ).choices(["sequence", "step"]),
    )
    .option("--weights <file>", "write safetensors")
    .addOption(new Option("--layout <layout>", "of --weights").choices(["pytorch", "keras"]))
    .option("--json", "print what was written as JSON")
    .action(run);
}
