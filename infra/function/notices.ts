/** The licences of the packages whose code is in the bundle. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A part of esbuild's `Metafile`: what each output has of which file, by paths from the project's directory. */
interface Outputs {
  readonly outputs: Readonly<Record<string, { readonly inputs: Readonly<Record<string, Input>> }>>;
}

interface Input {
  readonly bytesInOutput: number;
}

const packageDirectory = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;
const licenceFile = /^(licen[cs]e|notice)(\.\w+)?$/i;

/**
 * Each package's name, version and licence, with the texts that its licence requires to be passed on.
 * @param root the project's directory
 */
export function describeLicences({ outputs }: Outputs, root: string): string {
  const directories = Object.values(outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .flatMap(([file]) => packageDirectory.exec(file)?.[1] ?? []);
  const parts = [...new Set(directories)].map((directory) => describe(join(root, directory)));
  return parts.sort().join("\n\n");
}

function describe(directory: string): string {
  const { name, version, license } = JSON.parse(
    readFileSync(join(directory, "package.json"), "utf8"),
  );
  const files = readdirSync(directory).filter((file) => licenceFile.test(file));
  const texts = files.sort().map((file) => readFileSync(join(directory, file), "utf8").trim());
  return [`${name} ${version} (${license})`, ...texts].join("\n\n");
}
