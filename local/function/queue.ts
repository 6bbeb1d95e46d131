/** Gives a few places to many that wait, the first come the first served. */

export interface Queue<Place> {
  /**
   * @param signal ends the waiting
   * @throws the signal's reason
   */
  readonly take: (signal?: AbortSignal) => Promise<Place>;
  readonly release: (place: Place) => void;
}

/** Of several free places, the one that was used last is taken first, so that a single caller uses a single one. */
export function createQueue<Place>(places: readonly Place[]): Queue<Place> {
  const free = [...places].reverse();
  const waiting = new Set<(place: Place) => void>();
  return {
    async take(signal) {
      signal?.throwIfAborted();
      const place = free.pop();
      if (place !== undefined) return place;
      return new Promise((resolve, reject) => {
        waiting.add(resolve);
        signal?.addEventListener("abort", () => {
          waiting.delete(resolve);
          reject(signal.reason);
        });
      });
    },
    release(place) {
      const [next] = waiting;
      if (next === undefined) return void free.push(place);
      waiting.delete(next);
      next(place);
    },
  };
}
