/** English texts of /privacy and the first-use notice. */
export const privacy = {};
