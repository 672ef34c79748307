//! Jobs of processes: the queue, who works on what, what is read for them and what they leave.

mod drill;
mod end;
mod input;
mod job;
mod queue;
mod result;

pub use drill::{Drilled, DrilledFeature, Place};
pub use end::Ended;
pub use input::{JobInput, JobReader, JobRows};
pub use job::{Job, JobFilter, JobState, JobStateError, NewJob, Quota};
pub use queue::Lease;
pub use result::JobResult;
