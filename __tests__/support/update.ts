/** `npm run update`, besides the snapshots. */
import { update } from "./generated";

update();
