/** A named step of a test whose steps need each other; the first one that fails ends the test. */
export type Step = (name: string, work: () => Promise<unknown>) => Promise<void>;
