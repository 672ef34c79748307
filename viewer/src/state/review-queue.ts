import type { Review, ReviewPage } from "../api/records";

/** The records that somebody works through: the first is the one that is looked at. */
export interface Queue {
  waiting: readonly Review[];
  /** Where the server goes on; null when all that waits is here. */
  next: string | null;
  /** How many wait in all, as far as is known here. */
  total: number;
  /** How many were decided since the queue was opened. */
  decided: number;
}

export const NO_QUEUE: Queue = { waiting: [], next: null, total: 0, decided: 0 };

/** A first page, or the same read again: what was decided stays counted, and who is looked at stays in front. */
export function read(queue: Queue, { items, next, total }: ReviewPage): Queue {
  const current = items.find(({ id }) => id === queue.waiting[0]?.id);
  const waiting = current ? [current, ...items.filter((review) => review !== current)] : items;
  return { ...queue, waiting, next, total };
}

/** A further page. */
export function joined(queue: Queue, { items, next, total }: ReviewPage): Queue {
  const known = new Set(queue.waiting.map(({ id }) => id));
  return { ...queue, waiting: [...queue.waiting, ...items.filter(({ id }) => !known.has(id))], next, total };
}

/** One was decided, and goes. */
export function decided(queue: Queue, id: string): Queue {
  return { ...queue, waiting: queue.waiting.filter((review) => review.id !== id), total: Math.max(0, queue.total - 1), decided: queue.decided + 1 };
}

/** One is left for later: it comes again after all others. */
export function putOff(queue: Queue, id: string): Queue {
  const later = queue.waiting.filter((review) => review.id === id);
  return { ...queue, waiting: [...queue.waiting.filter((review) => review.id !== id), ...later] };
}

/** How far somebody is: the share of what waited, 0 to 1. */
export function share({ total, decided: count }: Queue): number {
  return total + count === 0 ? 1 : count / (total + count);
}
