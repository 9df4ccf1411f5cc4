/** English texts of /setprompt, /viewprompt and /resetprompt. */
export const prompts = {};
