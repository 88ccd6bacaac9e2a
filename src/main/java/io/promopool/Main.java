package io.promopool;

public final class Main {
    private Main() {}

    public static void main(String[] args) {}
}
