/** The first half of `npm run update`: everything but the snapshots, which Jest writes. */
import { update } from "./generated";

update();
