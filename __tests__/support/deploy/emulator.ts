/** An emulated AWS account: moto on a free port, and the environment that sends Terraform, AWS CLI and SDK there. */
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { listen, stop } from "../../../local/listen";
import { start } from "./processes";
import { findProviderMirror } from "./tools";

/**
 * @param directory for Terraform's settings
 * @returns the environment for Terraform, the AWS CLI and the SDK
 */
export async function startEmulator(directory: string) {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const environment = { ...terraformEnvironment(directory), ...accountEnvironment(endpoint) };
  const moto = start("moto_server", ["-H", "127.0.0.1", "-p", String(port)], {
    cwd: directory,
    env: environment,
  });
  for (let tries = 0; !(await answers(endpoint)); tries++) {
    if (moto.child.exitCode !== null || tries > 300) {
      throw new Error(`moto_server does not answer:\n${moto.output()}`);
    }
    await new Promise((done) => setTimeout(done, 200));
  }
  return { endpoint, environment };
}

/** Lambda's runtime in the tests: the one that the oldest supported provider knows, so that any mirror will do. */
export const testedRuntime = "nodejs22.x";

/**
 * An environment without the user's own settings for Terraform and AWS.
 * @param directory for Terraform's settings and temporary files
 */
export function terraformEnvironment(directory: string) {
  const others = Object.entries(process.env).filter(([name]) => !/^(AWS_|TF_)/.test(name));
  const mirror = findProviderMirror();
  return {
    ...Object.fromEntries(others),
    TMPDIR: directory,
    LAMBDA_RUNTIME: testedRuntime,
    CHECKPOINT_DISABLE: "1",
    CI: "1",
    TF_IN_AUTOMATION: "1",
    ...(mirror && mirrorEnvironment(mirror.root, directory)),
  };
}

function accountEnvironment(endpoint: string) {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: "us-east-1",
    AWS_DEFAULT_REGION: "us-east-1", // the AWS CLI knows no other
    AWS_MAX_ATTEMPTS: "2",
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

/** Makes Terraform take the provider from the mirror, also where it would ask the registry. */
function mirrorEnvironment(mirror: string, directory: string) {
  const file = join(directory, "terraform.rc");
  mkdirSync(directory, { recursive: true });
  writeFileSync(
    file,
    `provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`,
  );
  return { TF_CLI_CONFIG_FILE: file, TF_CLI_ARGS_providers_lock: `-fs-mirror=${mirror}` };
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server, 0, "127.0.0.1");
  await stop(server);
  return port;
}

async function answers(endpoint: string): Promise<boolean> {
  return fetch(`${endpoint}/moto-api/data.json`).then(
    (response) => response.ok,
    () => false,
  );
}
