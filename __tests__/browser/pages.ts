/** `npm run test:browser`: the pages of `npm start` in a real Chromium that is installed on the machine. */

import { findChromium, versionsOf } from "../support/browser/chromium";
import { describeClients } from "./clients";
import { describeFlows } from "./flows";
import { describeForeign } from "./foreign";
import { describeLooks } from "./looks";
import { describeTables } from "./tables";

const program = findChromium();
console.log(
  program === undefined
    ? "The browser tests did not run: no Chromium. Install one, or name it in CHROMIUM."
    : `Browser tests with ${versionsOf(program)}`,
);
describeFlows();
describeTables();
describeLooks();
describeForeign();
describeClients();
