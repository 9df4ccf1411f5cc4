/** English texts of the check of permissions, intent, endpoint and model. */
export const check = {};
