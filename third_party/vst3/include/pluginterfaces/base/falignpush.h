// SPDX-License-Identifier: MIT
// Celemony's ARAVST3.h includes this before its interfaces. Steinberg's sets the packing of structures; they have none.
