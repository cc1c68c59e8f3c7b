mod by_hand;
mod generated;
