/** General function words of the languages the bot speaks: they say nothing about a topic. Called by terms.ts. */

const ENGLISH = `a about above after again against ain all also although always am an and another any anybody anyone anything are aren around as at
away back be became because become been before being below between both but by can cannot could couldn did didn do does doesn doing don done down
during each either else ever every everybody everyone everything few for from further get gets getting give given go goes going gone gonna gonna got had
hadn has hasn have haven having he her here hers herself him himself his how however i if in into is isn it its itself just kind know known last let like ll
lot made make makes many may maybe me might mine more most much must my myself need never no nobody none nor not nothing now of off often ok okay on
once one only onto or other others our ours ourselves out over own perhaps please quite rather re really said same say says see seem seems shall she
should shouldn since so some somebody someone something sometimes soon still such take tell than that the their theirs them themselves then there these
they thing things this those though through till to together told too toward towards under until up upon us use used ve very via want wants was wasn
way we well went were weren what whatever when whenever where wherever whether which while who whoever whom whose why will with within without won would
wouldn yeah yes yet you your yours yourself yourselves`;

const GERMAN = `ab aber alle allem allen aller alles als also am an andere anderem anderen anderer anderes auch auf aus außer bei beim bereits bin bis bist
bitte da dabei dadurch dafur dagegen daher dahin damals damit danach daneben dann daran darauf daraus darf darfst darin daruber darum darunter das dass
davon davor dazu dein deine deinem deinen deiner deines dem den denn dennoch der deren des deshalb dessen dich die dies diese dieselbe diesem diesen
dieser dieses dir doch dort du durch durfen ein eine einem einen einer eines einfach einige einigem einigen einiger einiges einmal er erst es etwas euch
euer eure eurem euren eurer fast fur gab gegen gehabt geht genau gern gerne gesagt gewesen geworden gibt ging habe haben hat hatte hatten hattest hast
hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in indem ins irgend irgendwas irgendwer irgendwie irgendwo ist ja jede jedem jeden
jeder jedes jemand jene jenem jenen jener jenes jetzt kann kannst kein keine keinem keinen keiner keines konnen konnte konnten mach macht machen mal man
manche manchem manchen mancher manches mehr mein meine meinem meinen meiner meines mich mir mit muss musst mussen musste nach nachdem nein nicht nichts
nie niemand noch nun nur ob oder ohne sag sage sagen sagt sagte schon sehr sei seid sein seine seinem seinen seiner seines seit selbst sich sie sind so
sogar solche solchem solchen solcher solches soll sollen sollte sollten sonst sowie uber um und uns unser unsere unserem unseren unserer unter viel viele
vielen vom von vor wann war waren warst warum was wegen weil weiter welche welchem welchen welcher welches wem wen wenig wenn wer werde werden werdet
wessen wie wieder wieso wieviel wieviele will wir wird wirst wo wobei wodurch wofur woher wohin wohl wollen wollte womit woran worauf woraus worin woruber
wovon wozu wurde wurden wurdest zu zum zur zwar zwischen`;

const lists = [ENGLISH, GERMAN].map((words) => new Set(words.split(/\s+/)));

/** Those of the language that most of the question is in; words without diacritics, as tokens.ts makes them. */
export function functionWords(words: readonly string[]): ReadonlySet<string> {
  const counts = lists.map((list) => words.filter((word) => list.has(word)).length);
  const best = counts.indexOf(Math.max(...counts));
  return lists[best] ?? new Set();
}
