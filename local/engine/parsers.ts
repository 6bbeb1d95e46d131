/**
 * Makes the engine's parsers of expressions fast. PEG.js has generated them without its cache: they parse the inside of
 * parentheses once for each rule that could begin there, so every level of nesting multiplies the time by six. Eight
 * levels take two seconds, ten take 37, and no other request is answered meanwhile.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { compileFunction } from "node:vm";

export interface Parser {
  parse: (expression: string, options: object) => unknown;
}

/** The projections' parser has no nesting. */
const names = ["conditionParser", "updateParser"];

/** @throws Error when dynalite's parsers are not as this version of it has them */
export function makeParsersFast(): void {
  const load = createRequire(__filename);
  for (const name of names) {
    const file = load.resolve(`dynalite/db/${name}`);
    const parser: Parser = load(file); // the object whose `parse` dynalite calls
    parser.parse = compile(addCache(readFileSync(file, "utf8"))).parse;
  }
}

/** @param source of a CommonJS module that needs no other */
export function compile(source: string): Parser {
  const module = { exports: {} as Parser };
  compileFunction(source, ["module"])(module);
  return module.exports;
}

/** What `pegjs --cache` adds: no rule parses the same place twice. */
export function addCache(source: string): string {
  let rules = 0;
  const cached = source
    .replace("function peg$parse(input, options) {", (start) => start + remember)
    .replaceAll(/function (peg\$parse(?:[A-Z]\w*|_))\(\) \{/g, (_, rule: string) => {
      rules += 1;
      return `function ${rule}() { return remember(${rules}, ${rule}Once); } function ${rule}Once() {`;
    });
  if (cached.includes(remember) && rules > 0) return cached;
  throw new Error("dynalite's parsers have changed: local/engine/parsers.ts does not fit them.");
}

const remember = `
  const known = new Map();
  function remember(rule, parse) {
    if (peg$silentFails > 0) return parse(); // a failure that was not noted would be missing in the message
    const place = peg$currPos * 1000 + rule;
    let one = known.get(place);
    if (one === undefined) {
      one = { result: parse(), end: peg$currPos };
      known.set(place, one);
    }
    peg$currPos = one.end;
    return one.result;
  }`;
