// Lern-Fair's solver on one table of costs: prints the seconds of processor time it took, and who was assigned to what.
//
//     NODE_PATH=DIR/node_modules node bench/munkres_algorithm.cjs COSTS ROWS COLUMNS      (COSTS: float64, row by row)

const { readFileSync } = require("fs");
const { minWeightAssign } = require("munkres-algorithm");

const [file, rows, columns] = [process.argv[2], +process.argv[3], +process.argv[4]];
const bytes = readFileSync(file);
const numbers = new Float64Array(bytes.buffer, bytes.byteOffset, rows * columns);
const costs = Array.from({ length: rows }, (_, row) => Array.from(numbers.subarray(row * columns, (row + 1) * columns)));

const begun = process.cpuUsage();
const { assignments } = minWeightAssign(costs);
const used = process.cpuUsage(begun);
console.log(JSON.stringify({ seconds: (used.user + used.system) / 1e6, assignments }));
