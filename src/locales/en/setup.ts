/** English texts of the invitation and the set-up. */
export const setup = {};
