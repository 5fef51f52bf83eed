/** Stands in the header of a database that we made, as `PRAGMA application_id`; MLflow leaves it alone. */
export const applicationId = 0x4d4c4f4c;
