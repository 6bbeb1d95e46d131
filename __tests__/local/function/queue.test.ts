/** Which place gets which job. */
import { AbandonedError, createQueue, type Job, type Place } from "../../../local/function/queue";

const turn = () => new Promise(setImmediate);

/** A place that notes what it is given, and never ends a job. */
function createPlace(given: Partial<Place<Job>>) {
  const taken: number[] = [];
  const place: Place<Job> = {
    isFree: () => false,
    isEmpty: () => false,
    room: () => 0,
    take: (jobs) => taken.push(...jobs.map(({ number }) => number)),
    ...given,
  };
  return { taken, ...place };
}

let count = 0;
const createJob = (given: Partial<Job> = {}): Job => ({
  number: count++,
  caller: { aborted: false },
  size: 100,
  reject: () => {},
  ...given,
});
beforeEach(() => {
  count = 0;
});

const large = 1_000_000;

test("a small job waits for a place that takes it ahead, though another place is free", async () => {
  const places = [createPlace({ room: () => 5 }), createPlace({ isFree: () => true })];
  const queue = createQueue(places);
  queue.add(createJob());
  await turn();
  expect(places.map(({ taken }) => taken)).toStrictEqual([[0], []]);
  queue.close();
});

test("a large job, which is not taken ahead, goes to another place that is free", async () => {
  const places = [createPlace({ room: () => 5 }), createPlace({ isFree: () => true })];
  const queue = createQueue(places);
  queue.add(createJob({ size: large }));
  await turn();
  expect(places.map(({ taken }) => taken)).toStrictEqual([[], [0]]);
  queue.close();
});

test("a large job behind one that nobody waits for is not taken ahead", async () => {
  const place = createPlace({ room: () => 5 });
  const queue = createQueue([place]);
  const caller = { aborted: false };
  queue.add(createJob({ caller }));
  queue.add(createJob({ size: large }));
  caller.aborted = true;
  await turn();
  expect(place.taken).toStrictEqual([]);
  queue.close();
});

test("a job that is added after the end is refused", () => {
  const place = createPlace({ isEmpty: () => true });
  const queue = createQueue([place]);
  queue.close();
  const reject = jest.fn();
  queue.add(createJob({ reject }));
  expect(reject).toHaveBeenCalledWith(expect.any(AbandonedError));
  expect(place.taken).toStrictEqual([]);
});

test("no timer is left after the end", () => {
  jest.useFakeTimers({ doNotFake: ["setImmediate", "performance"] });
  let isEmpty = false;
  const queue = createQueue([createPlace({ isEmpty: () => isEmpty })]);
  queue.add(createJob());
  expect(jest.getTimerCount()).toBe(1);
  isEmpty = true;
  queue.serve();
  queue.close();
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
});
