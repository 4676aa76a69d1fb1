import type { Command } from "commander";
import { fetchModel, MODEL_URL } from "../../extraction/index.ts";

export function register(program: Command): void {
  const model = program
    .command("model")
    .description("MediaPipe's face landmarker, a file of 3.8 MB");
  model
    .command("get")
    .description("fetch it once into the cache folder; its sha256 is checked")
    .option("--url <address>", "fetch it from another address", MODEL_URL)
    .action(async ({ url }: { url: string }) => {
      const { path, fetched } = await fetchModel(url);
      console.log(fetched ? `fetched to ${path}` : `is there already: ${path}`);
    });
}
