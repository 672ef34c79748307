//! Rules as data: what the register holds to be wrong, why, and what could be done about it.
