// Stands in the page itself: lets the browser show what index.html says, and only then asks for the script that makes it work. A phone
// shows the page sooner for that, and has the script hardly later: it would share the connection and the processor with the picture.

declare const START_FILE: string; // put in by build.mjs

const begin = () => void import(START_FILE); // what came once does not come again
const painted = 'first-contentful-paint'; // 'first-paint' may be the empty ground, while the page is still being read
new PerformanceObserver((paints) => paints.getEntriesByName(painted).length && begin()).observe({ type: 'paint', buffered: true });
setTimeout(begin, 500); // a tab behind is not painted
