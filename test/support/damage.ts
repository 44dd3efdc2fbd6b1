import * as fc from "fast-check";

/**
 * What befalls a file of results, and in which pieces it is read then.
 * @param inserted what may come in at a place
 */
export function damageOf<Part>(inserted: readonly Part[]) {
  return fc.record({
    places: fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        part: fc.constantFrom(...inserted),
        gap: fc.oneof(fc.constant(0), fc.nat(40)),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    sizes: fc.array(fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 100, max: 70_000 })), {
      minLength: 1,
      maxLength: 8,
    }),
  });
}
