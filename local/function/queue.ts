/** Gives a few places to many that wait, the first come the first served. */

/** Tells that nobody waits for an answer any more. An AbortSignal is one. */
export type Abandoned = Pick<AbortSignal, "aborted">;

export interface Queue<Place> {
  /** @throws Error when it was abandoned before it came to its turn */
  readonly take: (signal?: Abandoned) => Promise<Place>;
  readonly release: (place: Place) => void;
}

interface Waiting<Place> {
  readonly signal?: Abandoned;
  readonly resolve: (place: Place) => void;
  readonly reject: (error: Error) => void;
}

/** Of several free places, the one that was used last is taken first, so that a single caller uses a single one. */
export function createQueue<Place>(places: readonly Place[]): Queue<Place> {
  const free = [...places].reverse();
  const waiting: Waiting<Place>[] = [];
  return {
    async take(signal) {
      const place = free.pop();
      if (place !== undefined) return place;
      return new Promise((resolve, reject) => waiting.push({ signal, resolve, reject }));
    },
    release(place) {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        if (!next.signal?.aborted) return next.resolve(place);
        next.reject(new Error("The caller has been answered already."));
      }
      free.push(place);
    },
  };
}
