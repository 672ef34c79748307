import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import Ajv from "ajv/dist/2020.js";

const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));

for (const [data, schema] of [["palette", "palette"], ["base", "layers"], ["dataset", "layers"]]) {
  test(`${data}.json follows its schema`, () => {
    const validate = new Ajv().compile(read(`../schema/${schema}.schema.json`));
    assert.ok(validate(read(`../data/${data}.json`)), JSON.stringify(validate.errors));
  });
}
