"""Tables of landmarks as other tools write them, all of one truth: what a reader must give back.

Two recordings of 68 points in five frames, one frame without a face, asymmetric numbers; nothing of anybody's face. Parquet
by pyarrow, polars, DuckDB, pandas and fastparquet's kin; NPZ and NPY by numpy; CSV by pandas and by hand.

    pip install numpy pandas pyarrow polars duckdb && python3 reference/tables.py

Notation: N = 2 recordings, T = 5 frames, P = 68 points.
"""

import json
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

OUT = Path(__file__).resolve().parent.parent / "packages/lab/test/fixtures/tables"
OUT.mkdir(parents=True, exist_ok=True)
N, T, P = 2, 5, 68
LABELS = ["fear", "happiness"]
LOST = 2  # the frame without a face
# Multiples of 1/1024 in [0, 1): exact in every width, float16 too.
points = (np.random.default_rng(14).integers(1, 1023, size=(N, T, P, 3)) / 1024).astype(np.float32)
times = np.arange(T) * 40.0


def rows():
    for n in range(N):
        for t in range(T):
            seen = t != LOST
            yield {
                "recording": f"r{n}",
                "subject": f"s{n}",
                "label": LABELS[n],
                "frame": t,
                "timestamp_ms": times[t],
                "detected": seen,
                "landmarks": points[n, t].ravel().tolist() if seen else None,
                "image_width_px": 800,
                "image_height_px": 600,
            }


SCHEMA = pa.schema([
    ("recording", pa.string()),
    ("subject", pa.string()),
    ("label", pa.string()),
    ("frame", pa.int32()),
    ("timestamp_ms", pa.float64()),
    ("detected", pa.bool_()),
    ("landmarks", pa.list_(pa.float32())),
    ("image_width_px", pa.int32()),
    ("image_height_px", pa.int32()),
])
table = pa.Table.from_pylist(list(rows()), SCHEMA)


def cast(name, kind):
    at = table.schema.get_field_index(name)
    return table.set_column(at, name, table[name].cast(kind))


def write(name, what=table, **options):
    pq.write_table(what, OUT / f"{name}.parquet", **options)


for codec in ["none", "snappy", "gzip", "brotli", "zstd", "lz4"]:
    write(f"codec-{codec}", compression=codec)
for width in ["int8", "uint8", "int16", "uint16", "int64", "uint32", "uint64", "float32", "float64"]:
    write(f"frame-{width}", cast("frame", getattr(pa, width)()))
write("frame-decimal", cast("frame", pa.decimal128(10, 0)))
write("detected-int64", cast("detected", pa.int64()))
write("dictionary", cast("label", pa.dictionary(pa.int32(), pa.string())))
write("large-string", cast("recording", pa.large_string()))
write("binary-label", cast("label", pa.binary()))
write("float64-list", cast("landmarks", pa.list_(pa.float64())))
write("float16-list", cast("landmarks", pa.list_(pa.float16())))
write("large-list", cast("landmarks", pa.large_list(pa.float32())))
write("fixed-size-list", cast("landmarks", pa.list_(pa.float32(), 3 * P)))
write("item-list", use_compliant_nested_type=False)
write("page-v2", data_page_version="2.0", use_dictionary=False)
write("small-groups", row_group_size=3)
for unit in ["ms", "us", "ns"]:
    dates = pa.array([int(value) for value in (table["timestamp_ms"].to_numpy() * {"ms": 1, "us": 1e3, "ns": 1e6}[unit])])
    at = table.schema.get_field_index("timestamp_ms")
    write(f"timestamp-{unit}", table.set_column(at, "timestamp_ms", dates.cast(pa.timestamp(unit))))
at = table.schema.get_field_index("timestamp_ms")
nested = [None if row is None else np.reshape(row, (P, 3)).tolist() for row in table["landmarks"].to_pylist()]
at = table.schema.get_field_index("landmarks")
write("nested-list", table.set_column(at, "landmarks", pa.array(nested, pa.list_(pa.list_(pa.float32())))))
structs = [None if row is None else [dict(zip("xyz", point)) for point in row] for row in nested]
write("struct-list", table.set_column(at, "landmarks", pa.array(structs, pa.list_(pa.struct([(c, pa.float32()) for c in "xyz"])))))
write("spark-int96", table.set_column(4, "timestamp_ms", pa.array((times[table["frame"].to_numpy()] * 1e6).astype("int64")).cast(pa.timestamp("ns"))), use_deprecated_int96_timestamps=True)
shuffled = table.take(pa.array(np.random.default_rng(3).permutation(N * T)))
write("shuffled", shuffled)
write("no-frame", table.drop_columns(["frame"]))
write("no-detected", table.drop_columns(["detected"]))
write("null-row", pa.concat_tables([table, pa.Table.from_pylist([{"frame": 7}], SCHEMA)]))
write("extra-columns", table.append_column("note", pa.array(["x"] * (N * T))))

frame = table.to_pandas()
frame.to_parquet(OUT / "pandas.parquet")
frame.astype({"label": "category"}).sort_values("label").to_parquet(OUT / "pandas-category.parquet")
frame.set_index("recording").to_parquet(OUT / "pandas-index.parquet")
people = pd.DataFrame({"subject": ["s0", "s1"], "age": [30, 40]})
frame.merge(people, on="subject", how="left").to_parquet(OUT / "pandas-joined.parquet")
lazy = pl.from_arrow(table)
lazy.write_parquet(OUT / "polars.parquet")
lazy.with_columns(pl.col("label").cast(pl.Categorical)).write_parquet(OUT / "polars-categorical.parquet")
lazy.with_columns(pl.col("landmarks").cast(pl.Array(pl.Float32, 3 * P))).write_parquet(OUT / "polars-array.parquet")
connection = duckdb.connect()
connection.register("faces", table)
for name, query in {
    "duckdb": "select * from faces",
    "duckdb-zstd": "select * from faces",
    "duckdb-joined": "select faces.*, 1 as age from faces order by label desc, frame",
}.items():
    codec = "zstd" if name.endswith("zstd") else "snappy"
    connection.execute(f"copy ({query}) to '{OUT / name}.parquet' (format parquet, compression {codec})")

# numpy: the same points, [N, T, P, 3], NaN where there is no face.
holes = points.copy()
holes[:, LOST] = np.nan
common = dict(image_size=np.array([800, 600]), timestamps_ms=times, subjects=np.array(["s0", "s1"]), ids=np.array(["r0", "r1"]))
names = np.array(LABELS)
np.savez_compressed(OUT / "c-order.npz", landmarks=holes, labels=names, **common)
np.savez_compressed(OUT / "fortran.npz", landmarks=np.asfortranarray(holes), labels=names, **common)
for kind in ["<f2", ">f2", ">f4", "<f8", ">f8"]:
    name = f"{'big' if kind[0] == '>' else 'little'}-{kind[1:]}.npz"
    np.savez_compressed(OUT / name, landmarks=holes.astype(kind), labels=names.astype(">U9" if kind[0] == ">" else "U9"), **common)
np.savez_compressed(OUT / "byte-strings.npz", landmarks=holes, labels=names.astype("S"), **common)
zeros = holes.copy()
zeros[:, LOST] = 0
np.savez_compressed(OUT / "zeros.npz", landmarks=zeros, labels=names, **common)
np.savez_compressed(OUT / "pixels.npz", landmarks=holes * [800, 600, 800], labels=names, **common)
np.savez_compressed(OUT / "objects.npz", landmarks=holes, labels=names.astype(object), **common)
structured = np.array([(1.0, 2)], dtype=[("a", "<f4"), ("b", "<i4")])
np.savez_compressed(OUT / "structured.npz", landmarks=structured, labels=names, **common)
np.save(OUT / "alone.npy", np.asfortranarray(holes))

# MediaPipe's landmarks as people export them, of recording r0.
wide = pd.DataFrame({f"{c}_{p}": points[0, :, p, k] for p in range(P) for k, c in enumerate("xyz")})
wide[wide.columns] = wide.where(pd.Series(np.arange(T) != LOST), np.nan)
wide.insert(0, "timestamp_ms", times)
wide.insert(1, "image_width", 800)
wide.insert(2, "image_height", 600)
wide.to_csv(OUT / "wide.csv", index=False)
wide.to_csv(OUT / "wide-semicolon.csv", index=False, sep=";", decimal=",", encoding="utf-8-sig")
long = pd.DataFrame([
    {"timestamp_ms": times[t], "landmark": p, "x": points[0, t, p, 0], "y": points[0, t, p, 1], "z": points[0, t, p, 2], "image_width": 800, "image_height": 600}
    for t in range(T) for p in range(P) if t != LOST or p < 3
])
long.to_csv(OUT / "long.csv", index=False)
with open(OUT / "lines.jsonl", "w") as file:
    for t in range(T):
        face = [dict(zip("xyz", map(float, point))) for point in points[0, t]] if t != LOST else []
        print(json.dumps({"timestamp_ms": times[t], "landmarks": face, "image_width": 800, "image_height": 600}), file=file)

truth = {"labels": LABELS, "lost": LOST, "timesMs": times.tolist(), "points": points.ravel().tolist(), "shape": [N, T, P, 3]}
(OUT / "truth.json").write_text(json.dumps(truth))
