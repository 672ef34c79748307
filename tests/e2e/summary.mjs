/** Writes `N passed, N failed`: how a run ended, alone on a line. A file that breaks counts as one failure. */
export default async function* summary(/** @type {AsyncIterable<any>} */ events) {
  let passed = 0;
  let failed = 0;
  for await (const { type, data } of events) {
    if (data?.nesting !== 0) continue;
    if (type === "test:pass" && !data.skip && !data.todo) passed += 1;
    if (type === "test:fail" || (type === "test:pass" && (data.skip || data.todo))) failed += 1;
  }
  yield `${passed} passed, ${failed} failed\n`;
}
