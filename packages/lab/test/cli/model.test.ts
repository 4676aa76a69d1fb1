import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { MODEL } from "../../../../tests/support/face-landmarker-model.ts";
import { inTree } from "../../../../tests/support/folder-tree.ts";
import { optionalTest } from "../../../../tests/support/optional.ts";
import { mien } from "../support/mien-command.ts";

/** A server that answers every path with these bytes, 404 where there are none, and counts the requests. */
async function serving<T>(
  body: Uint8Array | null,
  use: (url: string, requests: () => number) => Promise<T>,
): Promise<T> {
  let requests = 0;
  const server = createServer((_, response) => {
    requests++;
    response.writeHead(body === null ? 404 : 200).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await use(`http://127.0.0.1:${port}/face_landmarker.task`, () => requests);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe("mien model get", () => {
  optionalTest("fetches the model into the cache, once", MODEL.missing, () =>
    inTree({}, (root) =>
      serving(readFileSync(MODEL.path), async (url, requests) => {
        const get = () => mien(["model", "get", "--url", url], { env: { MIEN_CACHE: root } });
        const path = join(root, "face_landmarker.task");
        expect(await get()).toEqual({ code: 0, stdout: `fetched to ${path}\n`, stderr: "" });
        expect(await get()).toEqual({ code: 0, stdout: `is there already: ${path}\n`, stderr: "" });
        expect(requests()).toBe(1);
        expect(readFileSync(path).equals(readFileSync(MODEL.path))).toBe(true);
      }),
    ),
  );

  test("keeps nothing of another file, and says which it expected", () =>
    inTree({}, (root) =>
      serving(Buffer.from("a page of an airport's network"), async (url) => {
        const env = { MIEN_CACHE: root };
        const { code, stderr } = await mien(["model", "get", "--url", url], { env });
        expect(code).toBe(1);
        expect(stderr).toContain(
          `${url}: not the face landmarker that mien knows: expected sha256`,
        );
        expect(existsSync(join(root, "face_landmarker.task"))).toBe(false);
      }),
    ));

  test("names the other ways where the address does not answer", () =>
    inTree({}, (root) =>
      serving(null, async (url) => {
        const env = { MIEN_CACHE: root };
        const { code, stderr } = await mien(["model", "get", "--url", url], { env });
        expect(code).toBe(1);
        expect(stderr).toContain("HTTP 404");
        expect(stderr).toContain("MIEN_FACE_LANDMARKER=FILE");
      }),
    ));
});
