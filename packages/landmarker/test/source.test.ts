import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import { inTree } from "../../../tests/support/folder-tree.ts";
import { findSources } from "../src/index.ts";

const TREE = {
  "photos/anna.jpg": "",
  "photos/bob.png": "",
  "photos/notes.txt": "",
  "photos/.hidden.jpg": "",
  "clip/frame_9.png": "",
  "clip/frame_10.png": "",
  "clip/film.mp4": "",
};

describe("findSources", () => {
  const find = (options: object) =>
    inTree(TREE, async (root) => {
      const paths = ["photos", "clip", "clip/film.mp4"].map((name) => `${root}/${name}`);
      const { sources, problems } = await findSources(paths, options);
      expect(problems).toEqual([]);
      return sources.map(({ kind, id, files }) => [kind, id, files.map((file) => basename(file))]);
    });

  test("takes names that count for frames, others for photos; ids differ", async () => {
    expect(await find({})).toEqual([
      ["photo", "photos/anna.jpg", ["anna.jpg"]],
      ["photo", "photos/bob.png", ["bob.png"]],
      ["frames", "clip", ["frame_9.png", "frame_10.png"]],
      ["video", "clip/film.mp4", ["film.mp4"]],
      ["video", "film.mp4", ["film.mp4"]],
    ]);
    await inTree(TREE, async (root) => {
      const film = `${root}/clip/film.mp4`;
      const { sources } = await findSources([film, film]);
      expect(sources.map(({ id }) => id)).toEqual(["film.mp4", "film.mp4#2"]);
    });
  });

  test("or as it is told", async () => {
    expect((await find({ folders: "photos" })).map(([kind]) => kind)).toEqual([
      "photo",
      "photo",
      "video",
      "photo",
      "photo",
      "video",
    ]);
    expect((await find({ folders: "frames" }))[0]).toEqual([
      "frames",
      "photos",
      ["anna.jpg", "bob.png"],
    ]);
    await expect(find({ frameRate: 0 })).rejects.toThrow("frameRate must be above 0, got 0");
    await expect(find({ folders: "all" })).rejects.toThrow(
      "folders must be auto, frames or photos, got all",
    );
  });
});
