/** Gives a few places to many that wait, the first come the first served. */

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
  /** How many more jobs it takes ahead, since it will soon begin them. */
  readonly room: () => number;
  readonly take: (jobs: readonly One[]) => void;
}

export interface Queue<One> {
  readonly add: (job: One) => void;
  /** Looks for places that have become free. */
  readonly serve: () => void;
  /** Nobody is served any more. */
  readonly close: () => void;
}

/** Characters of a job that is taken ahead, so that no place has many megabytes of them. */
const small = 64 * 1024;

/** Of several free places the first one is taken, so that a single caller uses a single one. */
export function createQueue<One extends Job>(places: readonly Place<One>[]): Queue<One> {
  const waiting: One[] = [];
  let isPlanned = false;
  const next = () => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      if (!job.caller.aborted) return job;
      job.reject(new AbandonedError());
    }
    return undefined;
  };
  // Once in a turn of the event loop, so that a place gets all its jobs in one write.
  const serveAhead = () => {
    isPlanned = false;
    for (const place of places) {
      const jobs: One[] = [];
      for (let room = place.room(); room > 0 && (waiting[0]?.size ?? small) < small; room--) {
        const job = next();
        if (job !== undefined) jobs.push(job);
      }
      if (jobs.length > 0) place.take(jobs);
    }
  };
  const serve = () => {
    for (const place of places) {
      const job = place.isFree() ? next() : undefined;
      if (job !== undefined) place.take([job]);
    }
    if (waiting.length === 0 || isPlanned) return;
    isPlanned = true;
    setImmediate(serveAhead);
  };
  return {
    add(job) {
      const later = waiting.findLastIndex(({ number }) => number < job.number) + 1;
      waiting.splice(later, 0, job); // a job that was given back is an early one
      serve();
    },
    serve,
    close() {
      for (const { reject } of waiting.splice(0)) reject(new AbandonedError());
    },
  };
}
