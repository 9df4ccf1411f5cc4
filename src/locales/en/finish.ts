/** English texts of Finish setup on the status page. */
export const finish = {};
