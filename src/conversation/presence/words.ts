/** What can be told of a message by a look at its words, without any model: does it ask, what is it about, how does it sound. Pure; English and German. */

/** Not its words: links, code, mentions, emojis of servers. */
const NOT_WORDS = /```[\s\S]*?(?:```|$)|`[^`]*`|https?:\/\/\S+|<[@#:a][^>\s]*>/g;

const ASKS =
  "who what when where why how which whose is are am was were do does did can could would will should has have any anyone anybody wer was wann wo warum wieso weshalb wie welche welcher welches wohin woher ist sind kann könnte hat habt gibt weiß jemand irgendwer";
const EMPTY =
  "about above after again against also although always among another anybody anyone anything around because been before behind being below between both cannot could does doing done down during each either else enough even ever every everybody everyone everything from further gonna going good great haha hahaha have having hello here hers herself hey himself however into isn't itself just know later least less like likely lmao long look made make many maybe mean might mine more most much must myself need neither never next nobody nope nothing okay once only other others ought ours over please pretty probably quite rather really right said same says seem seems shall should since some somebody someone something sometimes somewhere soon still stuff such sure take tell than thank thanks that that's their them themselves then there there's these they they're thing things think this those though through today together tomorrow told tonight under until upon very want wants wanted well went were what what's when where which while whole whom whose will with within without won't would yeah yesterday you're your yours yourself " +
  "aber alle allem allen aller alles also andere anderen auch beim bereits bisschen bist bitte dabei dadurch dafür daher damit danach danke dann daran darauf darf darum dass davon dein deine denen denn deren derselbe deshalb dich diese diesem diesen dieser dieses doch dort durch eben ebenso eigentlich eine einem einen einer eines einfach einige einmal endlich etwas euch euer eure fast ganz gegen gehen geht genau gern gerne gibt habe haben hallo hast hatte hätte heute hier hinter ihnen ihre ihrem ihren ihrer immer irgendwie jede jedem jeden jeder jedes jemand jetzt kann kannst kein keine keinen können könnte leider machen macht mache mein meine meinen meiner mich mehr morgen muss musst müssen nach nachher nachts natürlich neben nein nicht nichts niemand noch nochmal oder ohne sagen sagt schon sehr sein seine seinen seiner seit selbst sich sind sogar solche sollte sondern sonst später trotzdem unser unsere unter viel viele vielleicht vorher wahrscheinlich wann warum weil weiter welche wenig wenn werde werden wieder will willst wird wirklich wissen woher wohl wollen wollte worden wurde würde zwar zwischen";
const GLAD =
  "amazing awesome beautiful best brilliant congrats cool delighted excellent excited fantastic fun glad great happy hilarious lovely love nice perfect proud super sweet thanks thank wonderful yay danke ausgezeichnet freue freut froh genial glücklich großartig gut herrlich klasse lieb liebe lustig perfekt prima schön spitze stolz super toll wunderbar";
const SAD =
  "angry annoying awful bad boring broken crap cry depressed disappointed fail failed hate horrible lonely lost mad miserable pain sad scared shit sick sorry stupid sucks terrible tired ugly upset worried worse worst wrong ärger ärgerlich blöd doof dumm enttäuscht furchtbar hasse hässlich kaputt krank langweilig leider mies müde nervig schade scheiße schlecht schlimm schrecklich sorge sorgen traurig verloren wütend";
const GLAD_SIGNS = /[😀-😆😉-😍🥰😎🤩🥳🎉👍❤💜💙💚🙌]|:\)|:D|<3/gu;
const SAD_SIGNS = /[😒-😔😕😖😞-😣😥-😭😠😡👎💔🙁☹]|:\(|:'\(/gu;

type Lists = { asks: Set<string>; empty: Set<string>; glad: Set<string>; sad: Set<string> };
let lists: Lists | undefined;
/** Made on first use: what nobody needs costs no start. */
const words = (): Lists => {
  const set = (text: string) => new Set(text.split(" "));
  lists ??= { asks: set(ASKS), empty: set(`${EMPTY} ${GLAD} ${SAD}`), glad: set(GLAD), sad: set(SAD) };
  return lists;
};

const tokens = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? [];
/** Of what is longer the beginning and the end are looked at. */
const LONGEST = 1_000;

function plain(content: string): string {
  const cut = content.length > LONGEST ? `${content.slice(0, LONGEST / 2)} ${content.slice(-LONGEST / 2)}` : content;
  return cut.replaceAll(NOT_WORDS, " ");
}

export function isQuestion(content: string): boolean {
  const text = plain(content);
  if (/[?？؟]/.test(text)) return true;
  // Without its mark only where it begins like one and is short.
  const found = tokens(text);
  return found.length >= 3 && found.length <= 12 && words().asks.has(found[0] ?? "") && !/[!.]\s*$/.test(text);
}

const MOST_KEYWORDS = 6;

/** Lower case, without names: `names` are those of the people around. */
export function keywordsOf(content: string, names: readonly string[]): string[] {
  const { empty } = words();
  const taken = new Set(names.flatMap(tokens));
  const fits = (word: string) => word.length >= 4 && word.length <= 20 && !/^\d+$/.test(word) && !empty.has(word) && !taken.has(word);
  return [...new Set(tokens(plain(content)).filter(fits))].slice(0, MOST_KEYWORDS);
}

/** -1 to 1; null: nothing in it tells. */
export function sentimentOf(content: string): number | null {
  const text = plain(content);
  const { glad, sad } = words();
  const found = tokens(text);
  const count = (signs: RegExp, list: Set<string>) => (text.match(signs)?.length ?? 0) + found.filter((word) => list.has(word)).length;
  const [up, down] = [count(GLAD_SIGNS, glad), count(SAD_SIGNS, sad)];
  return up + down === 0 ? null : Math.round((100 * (up - down)) / (up + down)) / 100;
}
