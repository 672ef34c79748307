import type { Job, JobPages } from "../api/jobs";

/** What was read, with a further page behind it. */
export function extended({ jobs }: JobPages, page: JobPages): JobPages {
  const known = new Set(jobs.map(({ id }) => id));
  return { jobs: [...jobs, ...page.jobs.filter(({ id }) => !known.has(id))], next: page.next };
}

/** What was read, with its beginning read anew: what is not in that and is no earlier than it has gone. */
export function refreshed({ jobs, next }: JobPages, beginning: JobPages): JobPages {
  const last = beginning.jobs.at(-1);
  if (last === undefined || beginning.next === null) return beginning;
  const known = new Set(beginning.jobs.map(({ id }) => id));
  const end = jobs.findIndex(({ id }) => id === last.id);
  const earlier = end >= 0 ? jobs.slice(end + 1) : jobs.filter(({ created }) => (created ?? "") < (last.created ?? ""));
  const kept = earlier.filter(({ id }) => !known.has(id));
  return kept.length === 0 ? beginning : { jobs: [...beginning.jobs, ...kept], next };
}

/** What was read, with one run as it is now; null where it is no longer there. */
export function withJob({ jobs, next }: JobPages, id: string, now: Job | null): JobPages {
  return { jobs: jobs.flatMap((job) => (job.id === id ? (now ?? []) : job)), next };
}
