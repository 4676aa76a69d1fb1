"""Writes the tables of packages/core that come from MediaPipe's canonical face.

    python3 reference/faces.py FOLDER

FOLDER holds canonical_face_model.obj and face_model_with_iris.obj (Apache-2.0, Google: mediapipe/modules/face_geometry/data).

face/mediapipe-mirror.ts: the canonical face's 468 points are symmetric about x = 0; the ten iris points follow from the
drawing of an iris: centre, then four points round it, of which the inner and the outer change places.

packages/core/test/support/canonical-neutral.ts: the face with irises, seen straight from the front.
"""

import sys
from pathlib import Path

IRISES = {468: 473, 469: 476, 470: 475, 471: 474, 472: 477}


def read_vertices(path):
    lines = path.read_text().splitlines()
    return [tuple(map(float, line.split()[1:4])) for line in lines if line.startswith("v ")]


vertices = read_vertices(Path(sys.argv[1]) / "canonical_face_model.obj")
place = {vertex: i for i, vertex in enumerate(vertices)}
assert len(place) == 468
mirror = [place[(0.0 - x, y, z)] for x, y, z in vertices]
mirror += [0] * 10
for right, left in IRISES.items():
    mirror[right], mirror[left] = left, right
assert all(mirror[mirror[i]] == i for i in range(478))
assert sum(mirror[i] == i for i in range(478)) == 28

CORE = Path(__file__).parent.parent / "packages/core/src"


def write_table(path, comment, name, values, columns):
    lines = ["/**", *(f" * {line}" for line in comment), " */", "// biome-ignore format: a table"]
    lines.append(f"export const {name}: readonly number[] = [")
    for start in range(0, len(values), columns):
        lines.append("  " + ", ".join(map(str, values[start : start + columns])) + ",")
    (CORE / path).write_text("\n".join([*lines, "];", ""]))


write_table("face/mediapipe-mirror.ts", [
    "Mirror image of each of MediaPipe's 478 points [478]: x -> -x of its canonical face (Apache-2.0, Google).",
    "Written by reference/faces.py.",
], "MEDIAPIPE478_MIRROR", mirror, 20)

# 30 cm are the picture's width and height, the face in its middle; shares in millionths.
with_irises = read_vertices(Path(sys.argv[1]) / "face_model_with_iris.obj")
shares = [round(1e6 * s) for x, y, z in with_irises for s in (0.5 + x / 30, 0.5 - y / 30, -z / 30)]
write_table("../test/support/canonical-neutral.ts", [
    "MediaPipe's canonical face (Apache-2.0, Google) seen straight from the front, as landmarks [478, 3] in millionths of a",
    "square picture's side. Written by reference/faces.py.",
], "CANONICAL_NEUTRAL", shares, 12)
