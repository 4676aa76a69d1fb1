import { loadMienCast } from "../casting/index.ts";
import { type LoadOptions, loadDataset, type TaskDataset } from "../datasets/index.ts";
import { readRecordings } from "../recordings/index.ts";

/**
 * Loads the data set that a spec names, such as `cast`, `ck+:PATH` or `folder:PATH`: its recordings and task, and
 * the clips that the landmarker has still to see.
 *
 * @throws DatasetError on a spec that names nothing, or a path that holds no such data set
 */
export function openDataset(spec: string, options: LoadOptions = {}): Promise<TaskDataset> {
  return loadDataset(spec, { readRecordings, readCast: () => loadMienCast() }, options);
}
