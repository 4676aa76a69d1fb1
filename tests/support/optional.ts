import { test } from "vitest";

type Body = () => void | Promise<void>;

/**
 * A test that needs something which a machine may lack. `missing` says what is not there; null means all is. A missing
 * thing gives a skip whose name carries the reason, and under MIEN_REQUIRE_ALL=1 a failure.
 */
export function optionalTest(name: string, missing: string | null, body: Body): void {
  if (missing === null) {
    test(name, body);
  } else if (process.env.MIEN_REQUIRE_ALL === "1") {
    test(name, () => {
      throw new Error(`${missing}, and MIEN_REQUIRE_ALL=1 allows no skip`);
    });
  } else {
    test.skip(`${name} (${missing})`, body);
  }
}

/** The same of what Debian's packages do not have, R's arrow say: a skip, by name, even under MIEN_REQUIRE_ALL=1. */
export function rareTest(name: string, missing: string | null, body: Body): void {
  if (missing === null) test(name, body);
  else test.skip(`${name} (${missing})`, body);
}
