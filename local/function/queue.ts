/** The queue of a function's invocations: first come, first served. A process that answers fast gets some ahead. */

/** Tells that nobody waits for an answer any more. An AbortSignal is one. */
export type Abandoned = Pick<AbortSignal, "aborted">;

/** The caller has been answered already. */
export class AbandonedError extends Error {}

export interface Job {
  /** Counts the jobs. */
  readonly number: number;
  readonly caller: Abandoned;
  /** Characters. */
  readonly size: number;
  readonly reject: (error: Error) => void;
}

export interface Place<One> {
  /** Whether it begins a job at once. */
  readonly isFree: () => boolean;
  /** Whether it must start before it begins a job, which takes longer than most jobs do. */
  readonly isEmpty: () => boolean;
  /** How many more jobs it takes ahead, since it will soon begin them. */
  readonly room: () => number;
  readonly take: (jobs: readonly One[]) => void;
}

export interface Queue<One> {
  /** Rejects the job if the queue is closed. */
  readonly add: (job: One) => void;
  /** Looks for places that have become free. */
  readonly serve: () => void;
  /** Nobody is served any more. */
  readonly close: () => void;
}

/** Characters of a job that is taken ahead, so that no place has many megabytes of them. */
const small = 64 * 1024;

/** Milliseconds from when jobs wait for busy places until empty ones start, if jobs wait then, too. */
const patience = 50;

/** Of several free places the first one is taken, so that a single caller uses a single one. */
export function createQueue<One extends Job>(places: readonly Place<One>[]): Queue<One> {
  const waiting: One[] = [];
  const { serveBy, serveAhead } = createServing(places, waiting);
  let isClosed = false;
  let isPlanned = false;
  let starting: NodeJS.Timeout | undefined;
  const start = () => {
    clearTimeout(starting);
    starting = undefined;
    serveBy((place) => place.isEmpty());
  };
  const serve = () => {
    if (places.every((place) => place.isEmpty())) start();
    serveBy((place) => place.isFree());
    if (waiting.length === 0) return;
    starting ??= setTimeout(start, patience);
    if (isPlanned) return;
    isPlanned = true; // once in a turn of the event loop, so that a place gets all its jobs in one write
    setImmediate(() => {
      isPlanned = false;
      serveAhead();
    });
  };
  return {
    add(job) {
      if (isClosed) return job.reject(new AbandonedError());
      const later = waiting.findLastIndex(({ number }) => number < job.number) + 1;
      waiting.splice(later, 0, job); // a job that was given back is an early one
      serve();
    },
    serve,
    close() {
      isClosed = true;
      clearTimeout(starting);
      for (const { reject } of waiting.splice(0)) reject(new AbandonedError());
    },
  };
}

function createServing<One extends Job>(places: readonly Place<One>[], waiting: One[]) {
  /** The first one whose caller still waits. */
  const first = () => {
    while (waiting[0]?.caller.aborted) waiting.shift()?.reject(new AbandonedError());
    return waiting[0];
  };
  const isSmall = (job: One | undefined) => job !== undefined && job.size < small;
  return {
    serveBy(isOpen: (place: Place<One>) => boolean) {
      for (const place of places) {
        if (first() === undefined) return;
        if (isOpen(place)) place.take(waiting.splice(0, 1));
        if (isSmall(first()) && place.room() >= waiting.length) return; // it takes them ahead
      }
    },
    serveAhead() {
      for (const place of places) {
        const jobs: One[] = [];
        for (let room = place.room(); room > 0 && isSmall(first()); room--) {
          jobs.push(waiting.shift() as One);
        }
        if (jobs.length > 0) place.take(jobs);
      }
    },
  };
}
