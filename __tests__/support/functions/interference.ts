/** Another request that writes between the read and the write of a request. */
import type { Ports } from "../../../functions/handler";

/**
 * Lets another request write after each read of an item, before the reader has the item.
 * @param ports of the handler; the test has to restore their `send`
 * @param times after so many reads, nobody writes any more
 */
export function writeAfterReads(
  ports: { send: Ports["send"] },
  times: number,
  write: (time: number) => Promise<unknown>,
): void {
  const { send } = ports;
  let time = 0;
  ports.send = async (command, options) => {
    const output = await send(command, options);
    if ((command as object).constructor.name !== "GetCommand" || time === times) return output;
    time++;
    await write(time);
    return output;
  };
}
