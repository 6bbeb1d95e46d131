/** A page of the documentation: its blocks of code, and its commands with the output that it shows for each. */
import { readFileSync } from "node:fs";

/** A README with another heading is somebody's own, about another service. */
export const readmeIsOurs = readFileSync("README.md", "utf8").startsWith(
  "# DynamoDB operations over HTTPS\n",
);

export function readPage(file: string) {
  const text = readFileSync(file, "utf8");
  const blocks = (language: string) =>
    [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))].map(
      (match) => match[1] as string,
    );
  const commands = blocks("console")
    .flatMap((block) => block.split(/^\$ /m).slice(1))
    .map((part) => {
      const [command = "", ...output] = part.split("\n");
      return { command, output: output.join("\n").trim() };
    });
  return { text, blocks, commands };
}

/** Without what differs from run to run. */
export const normalize = (text: string) =>
  text
    .replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:PORT")
    .replaceAll(/ *\d+ ms/g, " N ms")
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "ID");

/** A curl command of a page, sent to another server than the page's. */
export const curlTo = (url: string, command: string) =>
  command.replace("curl", "curl -s").replaceAll("127.0.0.1:3000", new URL(url).host);
