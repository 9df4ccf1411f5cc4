/** English texts of the message menus and the panel. */
export const menus = {};
